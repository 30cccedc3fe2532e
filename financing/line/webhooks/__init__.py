"""Messages to the banks' webhooks: whom they are sent to, what they say, how they are delivered."""
