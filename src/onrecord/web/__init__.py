"""The record in a browser on this machine: ``application`` is an ASGI app, ``serve`` runs it on loopback."""

from onrecord.web.application import application
from onrecord.web.serving import Serving, serve

__all__ = ["Serving", "application", "serve"]
