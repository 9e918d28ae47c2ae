"""What every page shares: who is asking, what they may see, language, safety, and errors.

The areas beside this package use it and never each other.
"""
