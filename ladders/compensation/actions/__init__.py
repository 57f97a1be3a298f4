"""What changes pay structures: each in one transaction, with its entry in the audit trail."""
