"""Packs: how installations without a network exchange what they did, signed, complete and in any order."""
