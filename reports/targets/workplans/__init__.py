"""Districts' work plans: asked for by the city, written, filed, reviewed, tracked and revised."""
