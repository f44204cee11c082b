"""The database: models, queries, engine, migrations. Nothing above this package writes SQL."""
