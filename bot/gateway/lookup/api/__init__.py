"""The open data of the desk: the same facts as JSON, CSV and HSDS, described by one OpenAPI 3.1 document."""
