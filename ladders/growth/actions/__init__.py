"""Writes of this room. None of them reaches audit or history: what stands in a plan or a talk is between two people.

Each checks who may, locks, and writes in one transaction; only the organisation's rule about talks is recorded.
"""
