"""The stock of the offices: cards, their lines and what they are worth."""
