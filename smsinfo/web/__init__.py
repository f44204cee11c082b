"""The web: webhooks of the gateways, health checks, pages. The only package that knows Flask."""
