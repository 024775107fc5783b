"""What the producer's desk works with: looking words up, counting them over time, and what listeners asked."""
