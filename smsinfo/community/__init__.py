"""What the villages do: groups and their members, news, cards, cases, relays, lessons, ratings."""
