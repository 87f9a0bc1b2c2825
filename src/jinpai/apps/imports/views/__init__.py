"""The data pages: thin, one file per page; what they show is in `queries`, what they do in
`actions`."""
