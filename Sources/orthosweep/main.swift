print("orthosweep")
