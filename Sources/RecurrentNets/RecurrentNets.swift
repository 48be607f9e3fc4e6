// RecurrentNets
