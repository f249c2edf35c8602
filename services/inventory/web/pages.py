"""The pages of inventory."""

from fastapi import APIRouter

router = APIRouter(prefix="/inventory", include_in_schema=False)
