"""The two engines: embedded, where the worker's loop looks at the rows, and Procrastinate on PostgreSQL."""
