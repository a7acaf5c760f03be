"""A whole cycle in one form: the membership, its sessions, its messages, its pages."""
