"""What every request goes through: plain ASGI, whatever framework comes after it."""
