"""What a message means, in three languages."""
