"""Whom alerts reach, in which words, and by which channel. Rules are evaluated in the warehouse, not here."""

from flows.alerts.channels import AppriseChannel, Channel, FileChannel
from flows.alerts.setup import Setup, load_setup

__all__ = ["AppriseChannel", "Channel", "FileChannel", "Setup", "load_setup"]
