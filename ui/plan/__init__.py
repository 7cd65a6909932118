"""What the plan screen is made of: needs, the plan under a budget, kept plans side by side, the price list."""
