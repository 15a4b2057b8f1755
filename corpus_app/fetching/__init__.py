"""Pages fetched from the web by their address, from nowhere but the public internet. Pure, standard library only."""
