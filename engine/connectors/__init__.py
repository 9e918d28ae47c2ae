"""The connectors that come with Docket, one module each: functions that reach other systems.

A connector gets a `ConnectorCall` and what the installation allows, does its work outside every
transaction and returns what the task writes, a BPMN error, or that there is nothing yet. It raises
`ConnectorError` when it could not: the job is tried again later, each time after twice the wait
(``retries`` of the task definition says how often), and becomes an incident in the end; or, when the
task has the header ``errorOnFailure``, the BPMN error of that code, which carries ``failure`` (what
went wrong): an error event on its border leads to the people who do the work by hand. Work may be asked for more than once; each connector says how it
tells. Connectors know nothing of cases and databases: `engine.advance.connectors` has the list.

| type | work | inputs |
|---|---|---|
| ``docket:mail`` | sends a mail; answers ``mail`` with ``id`` (its Message-ID) and ``files`` (how many) | ``to``, ``cc``, ``replyTo``, ``subject``, ``body``, ``attachments`` |
| ``docket:http`` | calls another system | ``method``, ``url``, ``query``, ``headers``, ``body``, ``timeout`` |
| ``docket:file-drop`` | leaves a file for another system | ``name``, ``folder``, ``content``, ``format``, ``document`` |
| ``docket:file-pickup`` | takes a file that another system left | ``name``, ``folder``, ``format``, ``pause`` |
| ``docket:message`` | tells another case something | ``name``, ``correlationKey``, ``variables``, ``timeToLive`` |
"""
