package chat

// Split is split, for its fuzz target.
var Split = split
