"""The model's side of the bot, against a server that lies, breaks and stalls."""
