"""The administrator's area: people, absences, what stands still, and the clock of a demonstration."""
