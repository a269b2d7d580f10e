"""Names as they stand in this repository: collected, judged, put right."""
