"""Hand-over, loan, return, repair and disposal of chosen assets, and the minutes of such an act."""
