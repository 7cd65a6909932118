"""Readiness reports as PDF, XLSX and JSON."""
