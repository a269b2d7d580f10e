"""Reading rows: a request that is checked whole, a condition, an order, a page after a cursor."""
