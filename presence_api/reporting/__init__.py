"""Questions to Cube, asked for browsers: what they cost, what they may show, who may ask again."""
