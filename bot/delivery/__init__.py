"""What the bot does after it has answered: claim, send, verify, settle."""
