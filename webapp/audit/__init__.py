"""The auditor's area: any case on its diagram, step by step, and the proof that the record holds."""
