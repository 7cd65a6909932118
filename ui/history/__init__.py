"""The log in the window: which actions there are, what each did, and bringing a value back."""
