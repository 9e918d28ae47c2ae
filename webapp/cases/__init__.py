"""Cases: those that concern oneself, and the page of one case."""
