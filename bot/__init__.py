"""Boussole: a guide for newcomers."""
