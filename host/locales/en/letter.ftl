# What stands around every mail that an association sends.
letter-sent-by = Sent by { $association }
letter-button-text = { $words }:
letter-button-else = The button does not open? Copy this address into your browser:
