"""Delivers what is due: the outbox in the warehouse → channels. Rules are evaluated in the warehouse, not here."""

from flows.alerts.channels import AppriseChannel, Channel, FileChannel, Receipt, deliver, outcomes

__all__ = ["AppriseChannel", "Channel", "FileChannel", "Receipt", "deliver", "outcomes"]
