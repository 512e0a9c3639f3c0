leave-title = You are going to another site
leave-text = This link leads to { $host }. We do not know what is there.
leave-address = Full address
leave-caution = Never write the password you use here over there.
leave-go = Continue to { $host }
leave-stay = Stay here
leave-broken = This link does not lead to any site we can open.
