print("orthornn")
