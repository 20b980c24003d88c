"""The names for raw protocol data, which is a dict wherever Slack's own JSON is meant."""

from typing import Any

Payload = dict[str, Any]
"""A JSON object as it crosses the wire."""

State = dict[str, dict[str, Payload]]
"""What a person has chosen so far: block id, then action id, then Slack's value object."""
