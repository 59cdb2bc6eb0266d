"""Mails, without sending any."""
