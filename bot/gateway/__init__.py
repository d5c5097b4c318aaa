"""The gateway: the public face, aiohttp only; it never imports Rasa."""
