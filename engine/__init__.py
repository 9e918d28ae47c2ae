"""Runs processes: BPMN on SpiffWorkflow, FEEL, DMN, persistence and history. No web, no HTML."""
