"""What an answer over HTTP costs, beside doing the same with less in between."""
