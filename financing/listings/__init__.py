"""Direct financing: ways to a listing, investors, road shows."""
