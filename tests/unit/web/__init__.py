"""Tests of the web edge's own rules, without a request."""
