"""Every table of the warehouse, declared column by column: type, meaning in two languages, key."""
