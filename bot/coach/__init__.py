"""What the coach knows and decides. It knows neither Slack, nor a model, nor HTTP."""
