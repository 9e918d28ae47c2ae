"""The register of numbered documents, for people who answer for the numbers."""
