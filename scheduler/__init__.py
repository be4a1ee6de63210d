"""Who works when?"""
