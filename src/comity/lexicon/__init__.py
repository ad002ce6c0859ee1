"""The vocabulary and the rules, which are data, and what loads and checks them."""
